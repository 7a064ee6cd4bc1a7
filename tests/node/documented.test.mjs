/** Every export and every member of the package has a documentation that an editor shows. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ENTRIES = /** @type {const} */ ({
  index: { exports: 60, members: 150 },
  server: { exports: 5, members: 10 },
  testing: { exports: 10, members: 40 },
});
const pathOf = (/** @type {string} */ entry) =>
  fileURLToPath(new URL(`../../pkg/${entry}.d.ts`, import.meta.url));
const program = ts.createProgram(Object.keys(ENTRIES).map(pathOf), {
  noLib: true,
  noResolve: true,
  types: [],
});
const checker = program.getTypeChecker();

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

/**
 * The declarations of a file with and without a documentation.
 *
 * @param {ts.SourceFile} file
 */
function declarations(file) {
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
  return { documented, bare };
}

/** What an editor shows of a symbol when the pointer hovers over it. @param {ts.Symbol} symbol */
function hoverOf(symbol) {
  const target =
    symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  return ts.displayPartsToString([
    ...symbol.getDocumentationComment(checker),
    ...target.getDocumentationComment(checker),
  ]);
}

for (const [entry, least] of Object.entries(ENTRIES))
  describe(`the type definitions of ${entry}`, () => {
    const file = program.getSourceFile(pathOf(entry));
    assert.ok(file);
    it("document every export", () => {
      const module = checker.getSymbolAtLocation(file);
      assert.ok(module);
      const symbols = checker.getExportsOfModule(module);
      assert.ok(symbols.length >= least.exports, `${symbols.length} exports`);
      assert.deepEqual(
        symbols.filter((symbol) => !hoverOf(symbol)).map(({ name }) => name),
        [],
      );
    });
    it("document every member", () => {
      const { documented, bare } = declarations(file);
      assert.deepEqual(bare, []);
      const { length } = documented;
      assert.ok(length >= least.members, `${length} were looked at`);
    });
  });

it("the fields in the body of create keep their documentation", () => {
  const path = pathOf("index");
  const whole = ts.createProgram([path], {
    lib: ["lib.es2022.d.ts"],
    types: [],
  });
  const types = whole.getTypeChecker();
  const file = whole.getSourceFile(path);
  const module = file && types.getSymbolAtLocation(file);
  assert.ok(module);
  const input = types
    .getExportsOfModule(module)
    .find(({ name }) => name === "CreateCustomerCustomFieldValueInput");
  assert.ok(input);
  const symbol = types.getAliasedSymbol(input);
  const fields = types.getDeclaredTypeOfSymbol(symbol).getProperties();
  assert.deepEqual(fields.map(({ name }) => name).sort(), [
    "booleanValue",
    "dateValue",
    "fieldDefinitionId",
    "multiSelectValue",
    "numberValue",
    "selectValue",
    "textValue",
  ]);
  for (const field of fields)
    assert.ok(field.getDocumentationComment(types).length, field.name);
});
