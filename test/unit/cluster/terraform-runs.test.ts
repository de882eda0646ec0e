import { strict as assert } from 'node:assert';
import { Source } from '../../../server/src/cluster/source.js';
import { terraformFolders } from '../../../server/src/cluster/terraform-runs.js';
import { trialsOf } from '../../../server/src/cluster/trial.js';
import { isLeftCopy } from '../../../server/src/cluster/trial-at.js';

const block = (...lines: string[]) => `\`\`\`bash\n${lines.join('\n')}\n\`\`\`\n`;

describe('the folders that a document carries Terraform out in', () => {
  it('are those that its commands go to', () => {
    assert.deepEqual(terraformFolders(block('cd terraform', 'terraform init', 'terraform apply')), [
      'terraform',
    ]);
    assert.deepEqual(terraformFolders(block('cd ./live/eu && terraform plan')), ['live/eu']);
    assert.deepEqual(
      terraformFolders(block('cd live') + block('terraform init', 'cd ../test; terraform init')),
      ['live', 'test'],
    );
    assert.deepEqual(terraformFolders(block('terraform -chdir=live apply')), ['live']);
    const clone = 'git clone https://example.org/team/shop.git';
    assert.deepEqual(terraformFolders(block(clone, 'cd shop', 'cd terraform', 'terraform init')), [
      'terraform',
    ]);
  });

  it('are not told where it is carried out beside the document, or nowhere', () => {
    assert.deepEqual(terraformFolders(block('terraform init')), []);
    assert.deepEqual(
      terraformFolders(block('git clone git@example.org:shop.git', 'cd shop', 'terraform init')),
      [],
    );
    assert.deepEqual(terraformFolders(block('cd live', 'terraform init', 'cd ..', 'terraform apply')), []);
    assert.deepEqual(terraformFolders(block('cd live', 'terraform --version')), []);
    assert.deepEqual(terraformFolders('Run `terraform init`.\n'), []);
  });

  it('leave a copy beside the document behind', () => {
    const left = (path: string, commands: string, files: readonly string[]) =>
      isLeftCopy(
        `file:///w/${path}`,
        trialsOf(new Source('file:///w/README.md', `# Shop\n\n${commands}`)),
        uri => files.includes(uri.slice('file:///w/'.length)),
      );
    const inFolder = block('cd terraform', 'terraform apply');
    const copies = ['tables.tf', 'terraform/tables.tf'];
    assert.equal(left('tables.tf', inFolder, copies), true);
    assert.equal(left('terraform/tables.tf', inFolder, copies), false);
    assert.equal(left('tables.tf', inFolder, ['tables.tf']), false);
    assert.equal(left('tables.tf', block('terraform apply'), copies), false);
    // A module is tried out by its examples.
    const example = block('cd examples/basic', 'terraform apply');
    assert.equal(left('tables.tf', example, ['tables.tf', 'examples/basic/tables.tf']), false);
  });
});
