/** Many callers, one transaction: the write path of hot commands. */
@NullMarked
package dev.groundwork.kit.commit;

import org.jspecify.annotations.NullMarked;
