/** Handing out slots: which worker gets which task, decided for many callers at once. */
@NullMarked
package dev.groundwork.task.claim;

import org.jspecify.annotations.NullMarked;
