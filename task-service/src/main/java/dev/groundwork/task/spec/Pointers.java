package dev.groundwork.task.spec;

/** JSON pointers (RFC 6901). */
public final class Pointers {

    private Pointers() {}

    /** {@return the pointer to a member of an object, its name escaped} The parent of a root's member is the empty pointer. */
    public static String child(String parent, String name) {
        if (name.indexOf('~') < 0 && name.indexOf('/') < 0) {
            return parent + "/" + name;
        }
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String child(String parent, int index) {
        return parent + "/" + index;
    }
}
