package store_test

const childRole = "LPKEYS_STORE_TEST_CHILD"

func runChild(string) int { return 0 }
