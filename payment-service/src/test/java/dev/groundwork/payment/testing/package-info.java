/** What the tests of this service share. */
@NullMarked
package dev.groundwork.payment.testing;

import org.jspecify.annotations.NullMarked;
