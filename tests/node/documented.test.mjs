/** Every public member of the package has a documentation that an editor shows. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import ts from "typescript";

const file = ts.createSourceFile(
  "index.d.ts",
  readFileSync(new URL("../../pkg/index.d.ts", import.meta.url), "utf8"),
  ts.ScriptTarget.Latest,
  true,
);

/** What declares something that a user can name. @param {ts.Node} node */
const isDeclaration = (node) =>
  ts.isInterfaceDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isVariableStatement(node) ||
  ts.isPropertySignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isMethodSignature(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructSignatureDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isIndexSignatureDeclaration(node) ||
  ts.isGetAccessor(node);

/** @param {ts.Node} node */
const docOf = (node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join("\n");

/** @type {string[]} */
const documented = [];
/** @type {string[]} */
const bare = [];

/** @param {ts.Node} node @param {string} within */
function visit(node, within) {
  let path = within;
  if (isDeclaration(node)) {
    const { name } = /** @type {ts.NamedDeclaration} */ (node);
    if (name && ts.isPrivateIdentifier(name)) return;
    const doc = docOf(node);
    // Not for users, nor is what is in it.
    if (doc.includes("@internal")) return;
    path = `${within}.${name?.getText() ?? node.getText().slice(0, 40)}`;
    (/[a-z]{3}/i.test(doc) ? documented : bare).push(path);
  }
  // What a type is computed from has no documentation that anybody sees.
  if (ts.isConditionalTypeNode(node) || ts.isMappedTypeNode(node)) return;
  ts.forEachChild(node, (child) => visit(child, path));
}
visit(file, "");

it("every member of the type definitions has a doc", () => {
  assert.deepEqual(bare, []);
  assert.ok(documented.length > 150, `${documented.length} were looked at`);
});
