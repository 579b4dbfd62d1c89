/** Browser logins: the tokens stay here, the browser holds a cookie. */
@NullMarked
package dev.groundwork.gateway.session;

import org.jspecify.annotations.NullMarked;
