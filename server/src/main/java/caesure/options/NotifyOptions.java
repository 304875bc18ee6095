// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import java.util.List;
import java.util.Optional;

/**
 * Commands of the user that the shell runs when something happens.
 *
 * @param alert when something is wrong; %s stands for what
 * @param block for each best block; %s stands for its hash
 * @param startup when the node is ready
 * @param shutdown when it ends
 */
public record NotifyOptions(
        Optional<String> alert,
        Optional<String> block,
        Optional<String> startup,
        List<String> shutdown) {

    public NotifyOptions {
        shutdown = List.copyOf(shutdown);
    }

    static NotifyOptions of(Settings settings) {
        return new NotifyOptions(
                command(settings, "alertnotify"),
                command(settings, "blocknotify"),
                command(settings, "startupnotify"),
                settings.list("shutdownnotify").stream().filter(text -> !text.isEmpty()).toList());
    }

    private static Optional<String> command(Settings settings, String name) {
        if (settings.isNegated(name)) return Optional.empty();
        return settings.text(name).filter(text -> !text.isEmpty());
    }
}
