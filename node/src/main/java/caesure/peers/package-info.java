// SPDX-License-Identifier: BSD-2-Clause
/**
 * Whom there is to talk to: addresses, bans, kinds of connections and what each may. No sockets.
 */
package caesure.peers;
