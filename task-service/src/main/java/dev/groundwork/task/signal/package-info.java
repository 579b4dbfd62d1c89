/**
 * Signals: signs of spam and collusion, which open cases for people to decide on. Nothing here changes an answer, a worker or
 * money.
 */
@NullMarked
package dev.groundwork.task.signal;

import org.jspecify.annotations.NullMarked;
