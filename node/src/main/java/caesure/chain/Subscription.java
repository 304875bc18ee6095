// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

/** A listener's hold on a {@link Chain}: closed, it hears nothing new. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
