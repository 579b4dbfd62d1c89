/** Reports: what workers say is wrong with a task itself. A report changes no answer, no pay and no worker's record. */
@NullMarked
package dev.groundwork.task.report;

import org.jspecify.annotations.NullMarked;
