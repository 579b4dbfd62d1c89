/** The methods that infer true labels, from a majority of votes to models of who errs and how. */
@NullMarked
package dev.groundwork.truth.method;

import org.jspecify.annotations.NullMarked;
