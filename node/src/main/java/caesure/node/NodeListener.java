// SPDX-License-Identifier: BSD-2-Clause
package caesure.node;

/** Hears what a person at the terminal may want to know, on the node's threads. */
public interface NodeListener {
    /** Hears nothing. */
    NodeListener QUIET =
            new NodeListener() {
                @Override
                public void progress(Progress progress) {}

                @Override
                public void warning(String what) {}
            };

    /** Often, while the node starts. */
    void progress(Progress progress);

    /** Something is not as it should be, and the node goes on. It stands in the log, too. */
    void warning(String what);

    /** What the node begins to do, while it starts, in bitcoind's words. */
    default void stage(String what) {}
}
