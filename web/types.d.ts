// Types of the page's scripts, for the check only: nothing of this is delivered.

/** What is told of a live view. */
interface Listener {
  begun: () => void;
  event: (event: any) => void;
  fresh: () => void;
  stale: (lastHeard: Date) => void;
}

/** Of a request. */
interface RequestOptions {
  signal?: AbortSignal;
  /** What makes a repeat of this request, whose answer was lost, make nothing twice. */
  once?: string;
}

/** A field of a policy. */
interface PolicyField {
  name: string;
  kind: "duration" | "count" | "flag" | "word" | "words" | "retry" | "window" | "text";
  /** The part of the form. */
  group: "who" | "when" | "how";
  label: string;
  hint?: string;
  /** Its value where it is missing. */
  usual?: any;
  least?: any;
  most?: any;
  /** What stands for each of its words. */
  words?: Record<string, string>;
}

/** A control of the form of a policy. */
interface PolicyControl {
  name: string;
  group: string;
  label: string;
  hint?: string;
  /** Its hours, where it is a duration. */
  unit?: number;
  options?: Record<string, string>;
  /** Whether it is words. */
  text?: boolean;
  /** What a form begins with. */
  value: any;
  min?: number;
  max?: number;
}
