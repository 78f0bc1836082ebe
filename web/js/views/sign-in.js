import { signIn } from "../api.js";
import { button, field, fill, h } from "../dom.js";
import { dialog, icon, problemBox } from "../elements/parts.js";
import { texts } from "../texts.js";

const t = texts.signIn;

/** Asks for an API key. The page does not keep it. */
class SignInView extends HTMLElement {
  connectedCallback() {
    const { key, trouble, submit } = keyForm(() => this.dispatchEvent(new CustomEvent("signed-in", { bubbles: true })));
    fill(
      this,
      h(
        "form.card.stack.sign-in",
        { onsubmit: submit },
        h("img.sign", { src: icon, alt: "" }),
        h("h1", t.title),
        h("p.soft", t.lead),
        trouble,
        field(t.key, key, t.keyHint),
        h("button.primary", t.submit),
      ),
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
  const element = h("div.stack", h("p", t.expired), trouble, field(t.key, key, t.keyHint));
  await dialog(t.again, element, button(t.submit, submit, ".primary"));
  asking = false;
}

function keyForm(done) {
  const key = h("input", { type: "password", name: "key", autocomplete: "off", required: true, spellcheck: "false" });
  const trouble = h("div.trouble");
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
