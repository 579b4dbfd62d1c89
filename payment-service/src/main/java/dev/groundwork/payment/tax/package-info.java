/** What tax authorities ask of platforms about the people they pay: data of a year, without tax identifiers. */
@NullMarked
package dev.groundwork.payment.tax;

import org.jspecify.annotations.NullMarked;
