/** Who is calling, as the access token says. */
@NullMarked
package dev.groundwork.payment.caller;

import org.jspecify.annotations.NullMarked;
