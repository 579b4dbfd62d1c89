/** What a worker is told: money credited, payouts on their way or failed, rejections with their reasons. */
@NullMarked
package dev.groundwork.worker.notice;

import org.jspecify.annotations.NullMarked;
