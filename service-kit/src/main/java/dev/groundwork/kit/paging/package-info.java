/** Lists that are read a page at a time, by keyset. */
@NullMarked
package dev.groundwork.kit.paging;

import org.jspecify.annotations.NullMarked;
