package dev.groundwork.task.oversight;

import java.time.LocalDate;
import java.util.List;

/**
 * One system that decides, or prepares decisions, without a person at the moment: as everybody may read of it.
 *
 * @param id stable, in kebab-case; decisions refer to it
 * @param version grows with every change of what it looks at or does
 * @param purpose what it is for
 * @param data the categories of data that it looks at, and no others
 * @param parameters what moves its outcome, the weightiest first
 * @param effect what it can and cannot do by itself
 * @param remedy how a person whom it concerns gets another person to look
 * @param owner the people who answer for it
 * @param changedOn when this version came into force
 */
public record AutomatedSystem(
        String id,
        int version,
        String name,
        String purpose,
        List<String> data,
        List<String> parameters,
        String effect,
        String remedy,
        String owner,
        LocalDate changedOn) {

    public AutomatedSystem {
        data = List.copyOf(data);
        parameters = List.copyOf(parameters);
    }
}
