import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { clearMessages, message } from './support/messages.js';
import { PanelInWindow } from './support/panel.js';
import { choose } from './support/quick-pick.js';
import { closePanels } from './support/tabs.js';
import { hasWindow, screenshot } from './support/window.js';
import { open, positionOf, revert } from './support/workspace.js';

const STAR = 'stars/star.sql';
const NODE = 'cluster/patroni-n1.yml';

describe('comparing with Git', () => {
  before(function () {
    if (!hasWindow) this.skip();
  });
  afterEach(async () => {
    await closePanels();
    await clearMessages();
  });

  it('says so where Git is switched off', async () => {
    await open(NODE);
    await vscode.workspace
      .getConfiguration('git')
      .update('enabled', false, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('faultline.compareTopology');
    await message(/needs Git/);
  });

  describe('in a repository', () => {
    before(async () => {
      const cwd = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
      const git = (...args: string[]): unknown => execFileSync('git', args, { cwd, stdio: 'pipe' });
      git('init', '--initial-branch', 'main');
      git('add', '.');
      git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'first');
      git('branch', 'other');
      // A remote of which there is no more than a branch that was fetched.
      const remote = mkdtempSync(join(tmpdir(), 'faultline-remote-'));
      git('init', '--quiet', '--bare', remote);
      git('remote', 'add', 'origin', remote);
      git('push', '--quiet', 'origin', 'main:released');
      await vscode.workspace
        .getConfiguration('git')
        .update('enabled', true, vscode.ConfigurationTarget.Global);
    });
    after(() =>
      vscode.workspace.getConfiguration('git').update('enabled', false, vscode.ConfigurationTarget.Global),
    );

    it('draws what a schema has beside a branch', async () => {
      const editor = await open(STAR);
      const at = positionOf(editor.document, 'city text');
      await editor.edit(edit => edit.insert(new vscode.Position(at.line, 2), 'opened_on date,\n  '));
      const done = vscode.commands.executeCommand('faultline.compareSchema');
      await choose('other');
      await done;
      await new PanelInWindow('schema').says(/1 table changed since other[\s\S]*dim_store, changed/);
      await screenshot('panel-compare-schema');
      await revert(editor);
    });

    it('draws what a schema has beside a branch of a remote', async () => {
      const editor = await open(STAR);
      const at = positionOf(editor.document, 'city text');
      await editor.edit(edit => edit.insert(new vscode.Position(at.line, 2), 'opened_on date,\n  '));
      const done = vscode.commands.executeCommand('faultline.compareSchema');
      await choose('origin/released');
      await done;
      await new PanelInWindow('schema').says(/1 table changed since origin\/released/);
      await revert(editor);
    });

    it('plays what the last commit says beside what the file says', async () => {
      const editor = await open(NODE);
      const at = positionOf(editor.document, 'ttl: 30');
      await editor.edit(edit => edit.insert(new vscode.Position(at.line, 4), 'synchronous_mode: true\n    '));
      await vscode.commands.executeCommand('faultline.compareTopology');
      await new PanelInWindow('topology').says(/HEAD/);
      await screenshot('panel-compare-topology');
      await revert(editor);
    });
  });
});
