import { signIn } from "../api.js";
import { field, fill, h } from "../dom.js";
import { dialog, problemBox } from "../elements/parts.js";
import { texts } from "../texts.js";

const t = texts.signIn;

/** Asks for an API key. Nothing of it is kept by the page. */
class SignInView extends HTMLElement {
  connectedCallback() {
    const { key, trouble, submit } = keyForm(() => this.dispatchEvent(new CustomEvent("signed-in", { bubbles: true })));
    fill(
      this,
      h("form", { class: "card stack sign-in", onsubmit: submit }, h("img", { src: "favicon.svg", alt: "", class: "sign" }), h("h1", {}, t.title), h("p", { class: "soft" }, t.lead), trouble, field(t.key, key, t.keyHint), h("button", { class: "primary" }, t.submit)),
    );
    key.focus();
  }

  /** Shows why the one-time link did not work. */
  explain(problem) {
    fill(this.querySelector(".trouble"), problemBox(problem));
  }
}

let asking = false;

/** Over whatever is on the screen, which stays. */
export async function askToSignInAgain(done) {
  if (asking) return;
  asking = true;
  const { key, trouble, submit } = keyForm(() => {
    element.closest("dialog").close();
    done();
  });
  const element = h("div", { class: "stack" }, h("p", {}, t.expired), trouble, field(t.key, key, t.keyHint));
  await dialog(t.again, element, h("button", { type: "button", class: "primary", onclick: submit }, t.submit));
  asking = false;
}

function keyForm(done) {
  const key = h("input", { type: "password", name: "key", autocomplete: "off", required: true, spellcheck: "false" });
  const trouble = h("div", { class: "trouble" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await signIn({ key: key.value.trim() });
      key.value = "";
      done();
    } catch (problem) {
      fill(trouble, problemBox(problem));
      key.select();
    }
  };
  key.addEventListener("keydown", (event) => event.key === "Enter" && submit(event));
  return { key, trouble, submit };
}

customElements.define("sign-in-view", SignInView);
