/** Takes the downloaded contents, goes on where a download was cut off, and makes the bundle's links. */
package parley.apply.internal.transfer;
