/** What two services must say alike, so that an audit can compare them. */
@NullMarked
package dev.groundwork.kit.audit;

import org.jspecify.annotations.NullMarked;
