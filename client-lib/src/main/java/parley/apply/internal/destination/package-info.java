/** One destination: opened, locked, looked at for links and mounts; which paths it can take. */
package parley.apply.internal.destination;
