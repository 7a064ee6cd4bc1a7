import { byId } from "../dom.js";

/**
 * Accepts a file that is chosen in the input or dropped on the box around it.
 *
 * @param {(file: File) => void} onFile
 */
export function startChoosing(onFile) {
  const input = byId("file", HTMLInputElement);
  const box = byId("drop");
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) onFile(file);
  });
  // Browsers fire no change event when a fixed file with the same name is chosen again.
  input.addEventListener("click", () => (input.value = ""));

  /** @param {DragEvent} event */
  const inBox = ({ target }) => target instanceof Node && box.contains(target);
  // A file dropped beside the box would replace this page, and end its import.
  window.addEventListener("dragover", (event) => {
    event.preventDefault();
    const takes = inBox(event) && !input.disabled;
    box.classList.toggle("over", takes);
    if (event.dataTransfer) {
      event.dataTransfer.dropEffect = takes ? "copy" : "none";
    }
  });
  window.addEventListener("dragleave", () => box.classList.remove("over"));
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    const files = event.dataTransfer?.files;
    if (!inBox(event) || input.disabled || !files?.length) return;
    input.files = files;
    onFile(files[0]);
  });
}
