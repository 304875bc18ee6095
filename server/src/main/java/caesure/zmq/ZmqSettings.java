// SPDX-License-Identifier: BSD-2-Clause
package caesure.zmq;

/**
 * One notification that somebody asked for.
 *
 * @param address where subscribers connect to: tcp://127.0.0.1:28332, tcp://[::1]:28332
 * @param highWaterMark so many messages wait for a slow subscriber, further ones are lost to it; 0:
 *     no limit
 */
public record ZmqSettings(Topic topic, String address, int highWaterMark) {
    /** What waits when nobody says how much (DEFAULT_ZMQ_SNDHWM). */
    public static final int HIGH_WATER_MARK = 1_000;

    public ZmqSettings {
        if (highWaterMark < 0) throw new IllegalArgumentException("mark " + highWaterMark);
    }
}
