package dev.groundwork.demo.crowd;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** People, tasks and answers to replay; the same crowd gives the same answers every time it is asked. */
public interface Crowd {

    /** {@return what the report calls this crowd} */
    String name();

    /** {@return what its answers are} */
    default Kind kind() {
        return Kind.CHOICE;
    }

    /** {@return the question that every task asks} */
    String question();

    /** {@return what can be answered, in the order in which it is shown; empty where people write their own words} */
    List<String> labels();

    List<Item> items();

    List<Person> people();

    /**
     * Tasks that a person answers, by external id, in the order in which the person did.
     *
     * @return null when people take whatever the marketplace offers next
     */
    @Nullable List<String> plan(Person person);

    /** {@return a PNG to look at, or null in a crowd whose tasks are only named} */
    byte @Nullable [] picture(String externalId);

    /** {@return what the person says to the task} */
    Vote vote(Person person, String externalId);

    /** {@return the right answer by external id, for the tasks where it is known} */
    Map<String, String> truth();

    /** {@return how many rows of the recording named a person and task again, and were left out} */
    int skippedRepeats();

    /** {@return how long one answer takes the typical slower worker, in seconds: what the requester announces} */
    int estimateSeconds();

    /** {@return where the seconds of the answers come from, for the report} */
    String secondsSource();

    /** {@return how many answers the whole crowd gives} */
    default long answers() {
        return items().stream().mapToLong(Item::overlap).sum();
    }

    /**
     * One task.
     *
     * @param overlap how many people answer it
     */
    record Item(String externalId, int overlap) {}

    /**
     * One worker.
     *
     * @param name short and unique within the crowd
     * @param country ISO 3166-1 alpha-2
     * @param language BCP 47
     * @param pace seconds that the person takes for one answer in the middle; 0 when not known
     */
    record Person(String name, String country, String language, double pace) {}

    /** @param seconds working time; 0 when not known */
    record Vote(String label, int seconds) {}
}
