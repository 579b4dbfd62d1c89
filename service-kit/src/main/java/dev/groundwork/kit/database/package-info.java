/** What a failure of PostgreSQL means: try again, or not. */
@NullMarked
package dev.groundwork.kit.database;

import org.jspecify.annotations.NullMarked;
