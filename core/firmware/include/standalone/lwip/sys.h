/* Empty: what applications include beside lwip/sockets.h. */
#pragma once
