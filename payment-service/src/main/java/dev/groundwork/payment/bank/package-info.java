/** What banks send, read: status reports and statements of ISO 20022. Knows no database and no books. */
@NullMarked
package dev.groundwork.payment.bank;

import org.jspecify.annotations.NullMarked;
