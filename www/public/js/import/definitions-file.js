import { announce } from "../announce.js";
import { byId, el } from "../dom.js";
import { customFieldDefinitionSchema } from "../package.js";
import { Definitions, UnusableDefinitions } from "../spreadsheet.js";

/** @typedef {import("/spreadsheet/index.js").Definitions<import("/pkg/index.js").CustomFieldDefinition>} KnownDefinitions */

/** As much as thousands of definitions have. */
const LARGEST = 5_000_000;

/** The file of definitions that rows are checked against, if one is chosen. */
export class DefinitionsFile {
  #input = byId("definitions-file", HTMLInputElement);
  #remove = byId("definitions-remove");
  /** @type {KnownDefinitions | undefined} */
  #definitions;
  /** Whether the chosen file can be used. */
  #isUsable = true;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#input.addEventListener("change", async () => {
      const [file] = this.#input.files ?? [];
      if (!file) return;
      await this.#read(file);
      onChange();
    });
    // Browsers fire no change event when a fixed file with the same name is chosen again.
    this.#input.addEventListener("click", () => (this.#input.value = ""));
    this.#remove.addEventListener("click", () => {
      this.#input.value = "";
      this.#show([]);
      this.#definitions = undefined;
      this.#remove.hidden = true;
      this.#input.focus();
      onChange();
    });
  }

  /** @throws {Error} if the chosen file cannot be used */
  get definitions() {
    if (!this.#isUsable)
      throw new Error("The definitions file cannot be used.");
    return this.#definitions;
  }

  /** @param {boolean} off */
  disable(off) {
    this.#input.disabled = off;
    this.#remove.toggleAttribute("disabled", off);
  }

  /** @param {File} file */
  async #read(file) {
    this.#definitions = undefined;
    this.#remove.hidden = false;
    try {
      if (file.size > LARGEST)
        throw new UnusableDefinitions("is too large for this page: over 5 MB");
      this.#definitions = new Definitions(
        file.name,
        await file.text(),
        customFieldDefinitionSchema["~standard"].validate,
      );
      this.#show([]);
    } catch (error) {
      if (!(error instanceof UnusableDefinitions)) throw error;
      this.#show([`${file.name} ${error.message}.`, ...error.problems]);
    }
  }

  /** @param {readonly string[]} problems */
  #show(problems) {
    this.#isUsable = problems.length === 0;
    byId("definitions-file-issues").replaceChildren(
      ...problems.map((problem) => el("p", {}, problem)),
    );
    if (problems.length) {
      this.#input.setAttribute("aria-invalid", "true");
      announce(problems.join(" "));
    } else this.#input.removeAttribute("aria-invalid");
  }
}
