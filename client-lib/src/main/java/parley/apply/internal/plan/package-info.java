/** Turns an agreed list of changes into a plan, or says why not; only looks at the destination. */
package parley.apply.internal.plan;
