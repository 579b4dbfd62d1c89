package dev.groundwork.task.signal;

import dev.groundwork.task.oversight.AutomatedSystem;
import dev.groundwork.task.oversight.AutomatedSystems;

/** What a case is about. Each kind belongs to a system of the public register. */
enum SignalKind {
    /** Two workers are wrong in the same way more often than chance allows. */
    ERROR_AGREEMENT(AutomatedSystems.ERROR_AGREEMENT, 5),
    /** Two workers gave the same texts. */
    SHARED_TEXTS(AutomatedSystems.DUPLICATED_TEXT, 2),
    /** One worker gave the same text to several tasks. */
    REPEATED_TEXT(AutomatedSystems.DUPLICATED_TEXT, 3),
    /** One worker answered faster than the task can be read. */
    FAST_WORK(AutomatedSystems.FAST_WORK, 10),
    /** Workers say that something is wrong with tasks. It is about no worker. */
    REPORTED_TASKS(AutomatedSystems.REPORTED_TASKS, 3);

    private final String systemId;
    private final int leastItems;

    SignalKind(String systemId, int leastItems) {
        this.systemId = systemId;
        this.leastItems = leastItems;
    }

    /** {@return the system that finds it, as the register of automated systems has it} */
    AutomatedSystem system() {
        return AutomatedSystems.find(systemId)
                .orElseThrow(() -> new IllegalStateException(systemId + " is not in the register"));
    }

    /** {@return how many things must be seen for a case, and how many new ones for another case about the same} */
    int leastItems() {
        return leastItems;
    }
}
