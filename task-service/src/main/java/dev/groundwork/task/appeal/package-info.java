/** Appeals against rejections: filed by workers, judged blind and ruled on by people who are not the requester's. */
@NullMarked
package dev.groundwork.task.appeal;

import org.jspecify.annotations.NullMarked;
