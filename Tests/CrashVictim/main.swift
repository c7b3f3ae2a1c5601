Victim.main()
