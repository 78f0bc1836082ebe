import { signIn } from "../api.js";
import { field, fill, h } from "../dom.js";
import { problemBox } from "../elements/parts.js";
import { texts } from "../texts.js";

/** Asks for an API key. Nothing of it is kept by the page. */
class SignInView extends HTMLElement {
  connectedCallback() {
    const key = h("input", { type: "password", name: "key", autocomplete: "off", required: true, spellcheck: "false" });
    const trouble = h("div", {});
    const form = h(
      "form",
      {
        class: "card stack sign-in",
        onsubmit: async (event) => {
          event.preventDefault();
          try {
            await signIn({ key: key.value.trim() });
            key.value = "";
            this.dispatchEvent(new CustomEvent("signed-in", { bubbles: true }));
          } catch (problem) {
            fill(trouble, problemBox(problem));
            key.select();
          }
        },
      },
      h("h1", {}, texts.signIn.title),
      this.hasAttribute("expired") ? h("p", {}, texts.signIn.expired) : null,
      trouble,
      field(texts.signIn.key, key, texts.signIn.keyHint),
      h("button", { class: "primary" }, texts.signIn.submit),
    );
    fill(this, form);
    key.focus();
  }

  /** Shows why the one-time link did not work. */
  explain(problem) {
    this.firstElementChild.before(problemBox(problem));
  }
}

customElements.define("sign-in-view", SignInView);
