// SPDX-License-Identifier: BSD-2-Clause
/**
 * From a stream of bytes to messages and back, without a socket: what came in is fed, what shall go
 * out is fetched. What a payload means is not known here.
 */
package caesure.transport;
