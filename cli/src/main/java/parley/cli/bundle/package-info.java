/**
 * What a bundle is made from on the operator's machine: which files, links and folders are shipped and which are left
 * out.
 *
 * <p>Nothing is judged here that the server judges too; it has the last word, and its warnings are shown.
 */
package parley.cli.bundle;
