// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.wire.Subnet;

import java.time.Instant;

/**
 * Addresses with which we have nothing to do for a time, because a person said so.
 *
 * @param created when it was said, in whole seconds
 * @param until the end; at that time it is over
 */
public record Ban(Subnet subnet, Instant created, Instant until) {
    boolean isOn(Instant now) {
        return now.getEpochSecond() < until.getEpochSecond();
    }
}
