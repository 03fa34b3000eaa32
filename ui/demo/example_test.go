package demo_test

import (
	"fmt"
	"net/http"

	"lpkeys/oauth"
	"lpkeys/ui/demo"
)

func ExampleBox_Transport() {
	box := demo.New()
	prod := box.Accounts()[1]
	req, err := http.NewRequest("GET", prodUsers, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	signer := oauth.Signer{Credentials: prod.Key}
	if err := signer.Sign(req); err != nil {
		fmt.Println(err)
		return
	}
	client := http.Client{Transport: box.Transport()}
	resp, err := client.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(prod.Name, resp.Status)
	// Output: demo-prod 200 OK
}
