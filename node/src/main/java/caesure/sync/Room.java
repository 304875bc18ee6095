// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.log.Log;

import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What all subjects of conversation share.
 *
 * @param talks with whom, by the peer's number and in that order
 */
record Room(
        ChainView chain,
        Conversations.Settings settings,
        Conversations.AddressBook book,
        RandomGenerator random,
        Voice voice,
        Map<Long, Talk> talks) {
    Log log() {
        return voice.log();
    }

    /** How many conversations are of a kind. */
    int count(Predicate<Talk> kind) {
        return (int) talks.values().stream().filter(kind).count();
    }
}
