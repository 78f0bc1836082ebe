/** One destination: opens and locks it, checks its links and mounts, and knows which paths it can have. */
package parley.apply.internal.destination;
