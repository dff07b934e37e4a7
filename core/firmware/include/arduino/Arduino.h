/*
 * What an Arduino sketch finds. Here (port/application): as far as sketches that update themselves
 * use it. The sketch's setup() and loop() run in a task "loopTask" of priority 1.
 */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/gpio.h"
#include "esp_event.h"
#include "esp_log.h"
#include "esp_system.h"
#include "freertos/FreeRTOS.h"
#include "freertos/event_groups.h"
#include "freertos/queue.h"
#include "freertos/semphr.h"
#include "freertos/task.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef bool boolean;
typedef uint8_t byte;

#define HIGH 0x1
#define LOW 0x0
#define INPUT 0x01
#define OUTPUT 0x03
#define INPUT_PULLUP 0x05
#define INPUT_PULLDOWN 0x09
#ifndef LED_BUILTIN
#define LED_BUILTIN 2
#endif

/** Texts are where they are. */
#define F(text) (text)
#define PSTR(text) (text)
#define PROGMEM

/** Sets what a pin is for: INPUT, OUTPUT, INPUT_PULLUP, INPUT_PULLDOWN. */
void pinMode(uint8_t pin, uint8_t mode);
/** Sets an output. */
void digitalWrite(uint8_t pin, uint8_t value);
/** HIGH or LOW, as driver/gpio.h says. */
int digitalRead(uint8_t pin);

/** Waits; other tasks run. */
void delay(uint32_t milliseconds);
void delayMicroseconds(uint32_t microseconds);
/** Lets other tasks run. */
void yield(void);
/** Since the board started. */
unsigned long millis(void);
unsigned long micros(void);

/** At random from 0, or from `least`, to before `limit`. */
long arduino_random(long least, long limit);

#ifdef __cplusplus
}

#include "Esp.h"
#include "HardwareSerial.h"
#include "IPAddress.h"
#include "Print.h"
#include "WString.h"

/** The sketch's. */
void setup();
void loop();

inline long random(long limit)
{
    return arduino_random(0, limit);
}

inline long random(long least, long limit)
{
    return arduino_random(least, limit);
}

#endif
