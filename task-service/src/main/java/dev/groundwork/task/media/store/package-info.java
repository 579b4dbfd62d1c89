/** Where objects lie: in a folder of this machine, or in a bucket that speaks S3. */
@NullMarked
package dev.groundwork.task.media.store;

import org.jspecify.annotations.NullMarked;
