/* A program for QEMU's virt machine that crashes, and prints what ESP-IDF's panic handler prints on
 * RISC-V: registers and stack memory. Built by backtrace_decoder_test.cpp. */

typedef unsigned char uint8_t;
typedef unsigned int uint32_t;

static volatile uint8_t *const kUart = (volatile uint8_t *)0x10000000;
static volatile uint32_t *const kPowerOff = (volatile uint32_t *)0x100000;

uint32_t savedRegisters[32];

static void print(const char *text)
{
    while (*text)
        *kUart = (uint8_t)*text++;
}

static void printHex(uint32_t value)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        *kUart = (uint8_t) "0123456789abcdef"[value >> shift & 15];
}

void panic(uint32_t pc)
{
    static const char *const names[32] = {"MEPC",  "RA", "SP",  "GP",  "TP", "T0", "T1", "T2",
                                          "S0/FP", "S1", "A0",  "A1",  "A2", "A3", "A4", "A5",
                                          "A6",    "A7", "S2",  "S3",  "S4", "S5", "S6", "S7",
                                          "S8",    "S9", "S10", "S11", "T3", "T4", "T5", "T6"};
    print("Guru Meditation Error: Core  0 panic'ed (Illegal instruction). Exception was unhandled."
          "\r\n\r\nCore  0 register dump:\r\n");
    savedRegisters[0] = pc;
    for (int i = 0; i < 32; ++i) {
        const char *name = names[i];
        int width = 8;
        for (; *name; ++name, --width)
            *kUart = (uint8_t)*name;
        while (width-- > 0)
            print(" ");
        print(": 0x");
        printHex(savedRegisters[i]);
        print(i % 4 == 3 ? "  \r\n" : "  ");
    }
    print("\r\nStack memory:\r\n");
    const uint32_t *word = (const uint32_t *)savedRegisters[2];
    for (int row = 0; row < 8; ++row) {
        printHex((uint32_t)word);
        print(":");
        for (int i = 0; i < 8; ++i) {
            print(" 0x");
            printHex(*word++);
        }
        print("\r\n");
    }
    print("\r\n\r\n\r\nELF file SHA256: 0123456789abcdef\r\n\r\nRebooting...\r\n");
    *kPowerOff = 0x5555;
    for (;;)
        ;
}

__attribute__((naked, aligned(4))) void trap(void)
{
    __asm__ volatile("csrw mscratch, t0\n"
                     "la t0, savedRegisters\n"
                     "sw ra, 4(t0)\nsw sp, 8(t0)\nsw gp, 12(t0)\nsw tp, 16(t0)\n"
                     "sw s0, 32(t0)\nsw s1, 36(t0)\nsw a0, 40(t0)\nsw a1, 44(t0)\n"
                     "sw s2, 72(t0)\nsw s3, 76(t0)\nsw s4, 80(t0)\nsw s5, 84(t0)\n"
                     "csrr a0, mepc\n"
                     "addi sp, sp, -512\n"
                     "j panic\n");
}

__attribute__((noinline)) int readSensor(int channel)
{
    __asm__ volatile(".word 0"); /* no instruction */
    return channel;
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

__attribute__((noinline)) void app_main(void)
{
    volatile int values[4] = {1, 2, 3, 4};
    values[0] = sumOf(values, 4);
}

__attribute__((naked, section(".start"))) void start(void)
{
    __asm__ volatile("la sp, 0x80100000\n"
                     "la t0, trap\n"
                     "csrw mtvec, t0\n"
                     "li ra, 0\n"
                     "call app_main\n"
                     "1: j 1b\n");
}
