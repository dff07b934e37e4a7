/* Built for Xtensa by backtrace_decoder_test.cpp, not run: what matters is how its addresses and
 * lines are written down by a compiler for that processor. */

__attribute__((noinline)) int readSensor(int channel)
{
    volatile int *const nowhere = (volatile int *)0;
    return *nowhere + channel;
}

static inline __attribute__((always_inline)) int scaled(int channel)
{
    return readSensor(channel) * 3;
}

__attribute__((noinline)) int sumOf(volatile int *values, int count)
{
    int sum = 0;
    for (int i = 0; i < count; ++i)
        sum += scaled(i) + values[i];
    return sum;
}

void app_main(void)
{
    volatile int values[4] = {1, 2, 3, 4};
    values[0] = sumOf(values, 4);
}
