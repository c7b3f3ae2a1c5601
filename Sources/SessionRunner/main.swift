import Glibc

exit(Runner.run())
