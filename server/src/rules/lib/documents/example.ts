import type { DocumentEngine } from '../../../documents/engines.js';
import type { Example } from '../../rule.js';

/** An example that is a document: its name tells its format. */
export function documentExample(engine: DocumentEngine, name: string, text: string, says?: string): Example {
  return { dialect: engine, sql: text, files: { [name]: text }, ...(says === undefined ? {} : { says }) };
}

/** A CloudFormation template with one table. Properties are indented by six blanks. */
export function tableTemplate(properties: string, says?: string): Example {
  const text = `Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n${indented(properties)}\n`;
  return documentExample('dynamodb', 'template.yaml', text, says);
}

/** A Terraform file with one table. */
export function tableResource(body: string, says?: string): Example {
  const text = `resource "aws_dynamodb_table" "orders" {\n${body.replace(/^(?=.)/gm, '  ')}\n}\n`;
  return documentExample('dynamodb', 'main.tf', text, says);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '      ');
}
